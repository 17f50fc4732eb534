import { GIVE_UP } from "../exit-status.ts";
import { seal } from "../seal.ts";
import type { ServiceDefinition } from "../types.ts";
import { barePath, quote, quoteArgument, quoteProgram } from "./quote.ts";

/** The text of a user unit that keeps the dashboard running. Pure. */
export function describeUnit(definition: ServiceDefinition): string {
	const { home, node, program, root, environment } = definition;
	const variables = { ...environment, NIGHTSHIFT_HOME: home, NIGHTSHIFT_SERVICE: "systemd" };
	const command = [quoteProgram(node), quoteArgument(program)].join(" ");
	const text = `# Made by "nightshift service install", and kept as it is once you edit it.

[Unit]
Description=Nightshift (${oneLine(home)})
# A dashboard that cannot run is tried five times, not for ever.
StartLimitIntervalSec=10min
StartLimitBurst=5

[Service]
Type=exec
WorkingDirectory=${barePath(root)}
${Object.entries(variables)
	.map(([key, value]) => `Environment=${quote(`${key}=${value}`)}`)
	.join("\n")}
ExecStart=${command} start --foreground
# Only does something when this systemd itself ends (shutdown, logout): asks the daemons to end before they are killed.
ExecStopPost=-${command} farewell

# The daemons outlive the dashboard: a stop or restart of this unit ends the dashboard alone. With any other KillMode, or
# with OOMPolicy=kill, they would die with it.
KillMode=process
OOMPolicy=continue
TimeoutStopSec=20

# A crash is mended. A wanted end has status 0, and ${GIVE_UP} says that trying again would not help.
Restart=on-failure
RestartSec=2
RestartPreventExitStatus=${GIVE_UP}

[Install]
WantedBy=default.target
`;
	return seal(text, 1, definition, (mark) => `# ${mark}`);
}

/** For a line that people read. */
function oneLine(text: string): string {
	return text.replace(/[\u0000-\u001F\u007F\\]/g, "?").replaceAll("%", "%%");
}
