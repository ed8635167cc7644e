CREATE TABLE `clusters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`made_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`wanted` integer NOT NULL,
	`sample` integer NOT NULL,
	`features` text NOT NULL,
	`average` text NOT NULL,
	`groups` text NOT NULL,
	`cursor` text NOT NULL,
	`sizes` text NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE TABLE `company_events` (
	`company_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`company_id`, `at`, `type`, `name`)
);
--> statement-breakpoint
CREATE INDEX `company_events_at` ON `company_events` (`at`);--> statement-breakpoint
CREATE TABLE `company_segments` (
	`segment` text NOT NULL,
	`company_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`segment`, `company_id`)
);
--> statement-breakpoint
CREATE INDEX `company_segments_company` ON `company_segments` (`company_id`);--> statement-breakpoint
CREATE TABLE `republishings` (
	`revision` integer PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`changed` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `leads` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`status` text NOT NULL,
	`cell` text NOT NULL,
	`reasons` text NOT NULL,
	`country` text,
	`owner` text,
	`line` text,
	`turn` integer,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`accepted_at` integer,
	`closed_at` integer,
	`cause` text,
	`amount` real,
	`currency` text,
	`note` text,
	`merged_into` text,
	`place` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `leads_place` ON `leads` (`place`,`id`);--> statement-breakpoint
CREATE INDEX `leads_owner` ON `leads` (`owner`,`place`,`id`);--> statement-breakpoint
CREATE INDEX `leads_status` ON `leads` (`status`,`place`,`id`);--> statement-breakpoint
CREATE INDEX `leads_profile` ON `leads` (`profile_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `leads_created` ON `leads` (`created_at`);--> statement-breakpoint
CREATE INDEX `leads_closed` ON `leads` (`closed_at`) WHERE closed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `leads_line` ON `leads` (`line`,`turn`) WHERE line IS NOT NULL;--> statement-breakpoint
CREATE TABLE `segment_days` (
	`segment` text NOT NULL,
	`day` text NOT NULL,
	`entered` integer NOT NULL,
	`left` integer NOT NULL,
	PRIMARY KEY(`segment`, `day`)
);
--> statement-breakpoint
CREATE TABLE `stage_moves` (
	`profile_id` text NOT NULL,
	`at` integer NOT NULL,
	`from_stage` text NOT NULL,
	`to_stage` text NOT NULL,
	`stayed` integer NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`profile_id`, `at`, `to_stage`)
);
--> statement-breakpoint
CREATE INDEX `stage_moves_at` ON `stage_moves` (`at`,`from_stage`,`to_stage`,`by`,`stayed`);--> statement-breakpoint
CREATE INDEX `stage_moves_from` ON `stage_moves` (`from_stage`,`at`,`stayed`);--> statement-breakpoint
ALTER TABLE `companies` ADD `facts` text;--> statement-breakpoint
ALTER TABLE `companies` ADD `score` real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `companies` ADD `revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `companies` ADD `due_at` integer DEFAULT 0;--> statement-breakpoint
ALTER TABLE `companies` ADD `changes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `companies` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `companies` ADD `telling` integer;--> statement-breakpoint
CREATE INDEX `companies_score` ON `companies` (`score`,`id`);--> statement-breakpoint
CREATE INDEX `companies_revision` ON `companies` (`revision`);--> statement-breakpoint
CREATE INDEX `companies_due` ON `companies` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `companies_telling` ON `companies` (`telling`) WHERE telling IS NOT NULL;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `published_by` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `note` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `files` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `since` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `profiles` ADD `cell` text;--> statement-breakpoint
ALTER TABLE `profiles` ADD `revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `profiles` ADD `due_at` integer;--> statement-breakpoint
CREATE INDEX `profiles_due` ON `profiles` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `profiles_revision` ON `profiles` (`revision`) WHERE merged_into IS NULL AND erased_at IS NULL;--> statement-breakpoint
CREATE INDEX `profiles_cell` ON `profiles` (`cell`,`last_seen`,`id`) WHERE cell IS NOT NULL;--> statement-breakpoint
INSERT INTO `segment_days` (`segment`, `day`, `entered`, `left`)
SELECT `segment`, date(`since` / 1000, 'unixepoch'), count(*), 0 FROM `profile_segments` GROUP BY 1, 2;
