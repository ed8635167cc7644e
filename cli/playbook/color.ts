const { env } = process;

// citty takes this from the environment when it is loaded, and knows neither pipes nor NO_COLOR=true.
if (!env["FORCE_COLOR"] && (env["NO_COLOR"] || !process.stdout.isTTY)) env["NO_COLOR"] = "1";
