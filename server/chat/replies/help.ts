import { CHAT_COMMANDS } from "../../contract/chat-commands.ts";

/** What can be said, in Markdown. */
export function helpWords(daemon: string, hasAgent: boolean): string {
	const commands = CHAT_COMMANDS.map(({ usage, summary }) => `- \`${usage}\`: ${summary}`).join("\n");
	return [
		commands,
		`Plain words do as well: “what is it doing?”, “stop the daemon”, “ask the daemon to run the tests”, “tell ${daemon} that I am away”. ` +
			"Before anything is started, stopped or told, there is time to undo it.",
		hasAgent
			? "Anything else is answered by the coding agent, which can read here and change nothing."
			: noAgentWords(daemon),
	].join("\n\n");
}

/** How to get somebody who answers. */
export function noAgentWords(daemon: string): string {
	return (
		`Nobody here can answer that: ${daemon} has no coding agent to talk to. Set one in config.json, for example ` +
		'`"agent": {"command": ["npx", "-y", "@agentclientprotocol/claude-agent-acp@0.100.0"]}` under this daemon, and ask again; ' +
		"docs/agents.md lists others. `/help` says what works without one."
	);
}
