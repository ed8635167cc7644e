CREATE TABLE `companies` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`domain` text,
	`traits` text NOT NULL,
	`first_seen` integer NOT NULL,
	`last_seen` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `companies_last_seen` ON `companies` (`last_seen`,`id`);--> statement-breakpoint
CREATE TABLE `company_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`company_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `company_keys_company` ON `company_keys` (`company_id`);--> statement-breakpoint
CREATE TABLE `ip_ranges` (
	`source` text NOT NULL,
	`first` text NOT NULL,
	`last` text NOT NULL,
	`asn` integer,
	`organization` text NOT NULL,
	`kind` text NOT NULL,
	`domain` text,
	PRIMARY KEY(`source`, `first`)
);
--> statement-breakpoint
CREATE TABLE `choices` (
	`day` text NOT NULL,
	`country` text NOT NULL,
	`how` text NOT NULL,
	`version` text NOT NULL,
	`analytics` integer NOT NULL,
	`personalization` integer NOT NULL,
	`marketing` integer NOT NULL,
	`people` integer NOT NULL,
	PRIMARY KEY(`day`, `country`, `how`, `version`, `analytics`, `personalization`, `marketing`)
);
--> statement-breakpoint
CREATE INDEX `choices_few` ON `choices` (`day`) WHERE people < 5 AND (country <> '' OR version <> '*' OR how NOT IN ('*', 'region'));--> statement-breakpoint
CREATE TABLE `import_refusals` (
	`import_id` text NOT NULL,
	`row` integer NOT NULL,
	`part` integer NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`partial` integer NOT NULL,
	PRIMARY KEY(`import_id`, `row`, `part`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`key` text,
	`dry_run` integer NOT NULL,
	`total` integer,
	`done` integer NOT NULL,
	`accepted` integer NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`refused` integer NOT NULL,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `imports_started` ON `imports` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `imports_key` ON `imports` (`key`);--> statement-breakpoint
CREATE TABLE `totals_cappings` (
	`day` text PRIMARY KEY NOT NULL,
	`kept` text,
	`cursor` text NOT NULL,
	`turns` integer NOT NULL
);
--> statement-breakpoint
DROP INDEX `profiles_merged_into`;--> statement-breakpoint
ALTER TABLE `profiles` ADD `external_id` text;--> statement-breakpoint
ALTER TABLE `profiles` ADD `company_id` text;--> statement-breakpoint
CREATE INDEX `profiles_company` ON `profiles` (`company_id`) WHERE company_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `profiles_unnamed` ON `profiles` (`last_seen`) WHERE coalesce(email, external_id, merged_into, erased_at) IS NULL;--> statement-breakpoint
CREATE INDEX `profiles_merged_into` ON `profiles` (`merged_into`) WHERE merged_into IS NOT NULL;--> statement-breakpoint
ALTER TABLE `consents` ADD `gpc` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `company_id` text;--> statement-breakpoint
CREATE INDEX `sessions_company` ON `sessions` (`company_id`,`started_at`) WHERE company_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_last` ON `sessions` (`last_at`);--> statement-breakpoint
CREATE INDEX `dead_letters_at` ON `dead_letters` (`at`);--> statement-breakpoint
CREATE INDEX `events_at` ON `events` (`at`);--> statement-breakpoint
CREATE INDEX `totals_few` ON `totals` (`day`,`path`) WHERE views < 5 AND referrer <> '';