CREATE TABLE `republishings` (
	`revision` integer PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`changed` integer NOT NULL
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
CREATE INDEX `stage_moves_at` ON `stage_moves` (`at`);--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `published_by` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `note` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `files` text;--> statement-breakpoint
ALTER TABLE `playbook_revisions` ADD `since` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `profiles` ADD `revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `profiles` ADD `due_at` integer;--> statement-breakpoint
CREATE INDEX `profiles_due` ON `profiles` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `profiles_revision` ON `profiles` (`revision`) WHERE merged_into IS NULL AND erased_at IS NULL;