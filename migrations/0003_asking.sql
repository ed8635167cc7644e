CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`form` text NOT NULL,
	`at` integer NOT NULL,
	`locale` text NOT NULL,
	`url` text NOT NULL,
	`email` text,
	`answers` text NOT NULL,
	`doubts` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `submissions_form` ON `submissions` (`form`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `submissions_at` ON `submissions` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `submissions_profile` ON `submissions` (`profile_id`,`at`);--> statement-breakpoint
CREATE INDEX `submissions_doubted` ON `submissions` (`form`,`at`,`id`) WHERE doubts <> '[]';--> statement-breakpoint
CREATE TABLE `unfinished` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`form` text NOT NULL,
	`started_at` integer NOT NULL,
	`at` integer NOT NULL,
	`step` integer NOT NULL,
	`answers` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `unfinished_form` ON `unfinished` (`form`,`at`,`step`);--> statement-breakpoint
CREATE INDEX `unfinished_at` ON `unfinished` (`at`);--> statement-breakpoint
CREATE INDEX `unfinished_profile` ON `unfinished` (`profile_id`);--> statement-breakpoint
CREATE TABLE `preferences` (
	`email` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`paused_until` integer,
	`every` integer,
	`locale` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `preferences_profile` ON `preferences` (`profile_id`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`hash` text NOT NULL,
	`topic` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`hash`, `topic`, `reason`)
);
--> statement-breakpoint
CREATE TABLE `rights` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text NOT NULL,
	`hash` text
);
--> statement-breakpoint
CREATE INDEX `rights_at` ON `rights` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `rights_hash` ON `rights` (`hash`);--> statement-breakpoint
ALTER TABLE `mailbox` ADD `headers` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `network` text;--> statement-breakpoint
CREATE INDEX `messages_network` ON `messages` (`network`,`status`,`sent_at`) WHERE network IS NOT NULL;--> statement-breakpoint
ALTER TABLE `permissions` ADD `open` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `permissions_open` ON `permissions` (`status`,`at`) WHERE open = 1;