import "./color.ts";
import { defineCommand, runMain } from "citty";

// Each is read when it is asked for: most need little of what the others do.
await runMain(
  defineCommand({
    meta: { name: "playbook", description: "what marketing decides: begin, check, try, publish, and take back" },
    subCommands: {
      init: async () => (await import("./commands/init.ts")).initCommand,
      add: async () => (await import("./commands/add.ts")).addCommand,
      check: async () => (await import("./commands/check.ts")).checkCommand,
      try: async () => (await import("./try/command.ts")).tryCommand,
      diff: async () => (await import("./commands/diff.ts")).diffCommand,
      publish: async () => (await import("./commands/publish.ts")).publishCommand,
      history: async () => (await import("./commands/history.ts")).historyCommand,
      rollback: async () => (await import("./commands/rollback.ts")).rollbackCommand,
      show: async () => (await import("./commands/show.ts")).showCommand,
      pull: async () => (await import("./commands/pull.ts")).pullCommand,
      schemas: async () => (await import("./commands/schemas.ts")).schemasCommand,
    },
  }),
);
