import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, hookTimeout: 90_000 };

export default defineConfig({
  test: {
    // Two cores: a browser or a stack in each of more files than that only makes all of them slow.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: "alone",
          include: ["test/{unit,libsql,settle,cli,snippet,scale}/**/*.test.ts", "test/*.test.ts"],
        },
      },
      {
        test: {
          ...common,
          name: "stack",
          include: ["test/{http,browser}/**/*.test.ts"],
          globalSetup: "test/support/global-stack.ts",
        },
      },
    ],
  },
});
