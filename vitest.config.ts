import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, hookTimeout: 90_000 };

export default defineConfig(({ mode }) => ({
  test: {
    // Two cores: a browser or a stack in each of more files than that only makes all of them slow.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          // Everybody's run takes a fifth of the load; npm run test:scale takes all of it.
          env: { SCALE: mode === "full" ? "1" : "0.2" },
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
}));
