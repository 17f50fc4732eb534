import { packageRoot } from "./config/package-root.ts";
import { createNextPages } from "./http/pages.ts";
import { runDashboard } from "./run-dashboard.ts";

await runDashboard({
	args: process.argv.slice(2),
	openPages: (options) => createNextPages(packageRoot(), options),
});
