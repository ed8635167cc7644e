CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`visitor_id` text,
	`at` integer NOT NULL,
	`analytics` integer NOT NULL,
	`personalization` integer NOT NULL,
	`marketing` integer NOT NULL,
	`how` text NOT NULL,
	`version` text,
	`locale` text,
	`url` text
);
--> statement-breakpoint
CREATE INDEX `consents_profile` ON `consents` (`profile_id`,`at`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`reason` text NOT NULL,
	`body` text NOT NULL,
	`replayed_at` integer
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`visitor_id` text,
	`type` text NOT NULL,
	`name` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`path` text,
	`title` text,
	`data` text NOT NULL,
	`effects` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_profile` ON `events` (`profile_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `events_received` ON `events` (`received_at`,`id`);--> statement-breakpoint
CREATE TABLE `mailbox` (
	`message_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`sender` text NOT NULL,
	`recipient` text NOT NULL,
	`subject` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mailbox_at` ON `mailbox` (`at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`email` text NOT NULL,
	`template` text NOT NULL,
	`kind` text NOT NULL,
	`topic` text NOT NULL,
	`locale` text NOT NULL,
	`data` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `messages_email` ON `messages` (`email`);--> statement-breakpoint
CREATE INDEX `messages_profile` ON `messages` (`profile_id`);--> statement-breakpoint
CREATE TABLE `permissions` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`email` text NOT NULL,
	`channel` text NOT NULL,
	`topic` text NOT NULL,
	`status` text NOT NULL,
	`at` integer NOT NULL,
	`submission` text NOT NULL,
	`evidence` text
);
--> statement-breakpoint
CREATE INDEX `permissions_email` ON `permissions` (`email`,`channel`,`topic`,`at`);--> statement-breakpoint
CREATE INDEX `permissions_profile` ON `permissions` (`profile_id`);--> statement-breakpoint
CREATE INDEX `permissions_submission` ON `permissions` (`submission`);--> statement-breakpoint
CREATE TABLE `playbook_revisions` (
	`revision` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`document` text NOT NULL,
	`published_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `merges` (
	`from_id` text PRIMARY KEY NOT NULL,
	`into_id` text NOT NULL,
	`at` integer NOT NULL,
	`event_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`email` text,
	`email_confirmed_at` integer,
	`traits` text NOT NULL,
	`state` text NOT NULL,
	`stage` text NOT NULL,
	`first_seen` integer NOT NULL,
	`last_seen` integer NOT NULL,
	`merged_into` text,
	`erased_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profiles_confirmed_email` ON `profiles` (`email`) WHERE email_confirmed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `profiles_email` ON `profiles` (`email`);--> statement-breakpoint
CREATE INDEX `profiles_last_seen` ON `profiles` (`last_seen`,`id`);--> statement-breakpoint
CREATE INDEX `profiles_merged_into` ON `profiles` (`merged_into`);--> statement-breakpoint
CREATE INDEX `profiles_stage` ON `profiles` (`stage`,`merged_into`,`erased_at`,`last_seen`,`id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`profile_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`visitor_id` text,
	`last_at` integer NOT NULL,
	`views` integer NOT NULL,
	`landing` text,
	`referrer` text,
	`campaign` text,
	PRIMARY KEY(`profile_id`, `started_at`)
);
--> statement-breakpoint
CREATE TABLE `visitors` (
	`id` text PRIMARY KEY NOT NULL,
	`profile_id` text NOT NULL,
	`first_seen` integer NOT NULL,
	`last_seen` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `visitors_profile` ON `visitors` (`profile_id`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `receipts` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `receipts_at` ON `receipts` (`at`);--> statement-breakpoint
CREATE TABLE `totals` (
	`day` text NOT NULL,
	`path` text NOT NULL,
	`referrer` text NOT NULL,
	`country` text NOT NULL,
	`device` text NOT NULL,
	`views` integer NOT NULL,
	PRIMARY KEY(`day`, `path`, `referrer`, `country`, `device`)
);
--> statement-breakpoint
CREATE TABLE `profile_segments` (
	`segment` text NOT NULL,
	`profile_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`segment`, `profile_id`)
);
--> statement-breakpoint
CREATE INDEX `profile_segments_profile` ON `profile_segments` (`profile_id`);