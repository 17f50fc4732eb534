/** What can be said to Nightshift with a slash, in the order in which it is offered. No zod here: pages complete from it. */
export const CHAT_COMMANDS = [
	{ name: "status", usage: "/status [NAME]", summary: "What it is doing, and how it is" },
	{ name: "start", usage: "/start [NAME]", summary: "Start it, after a moment to undo" },
	{ name: "stop", usage: "/stop [NAME]", summary: "Stop it, after a moment to undo" },
	{ name: "restart", usage: "/restart [NAME]", summary: "Restart it, after a moment to undo" },
	{ name: "notifications", usage: "/notifications", summary: "What is wrong now, and how you are told" },
	{
		name: "tell",
		usage: "/tell [NAME] [--when now|checkpoint|after-task] TEXT",
		summary: "Leave it a message, after a moment to undo",
	},
	{ name: "roadmap", usage: "/roadmap [NAME]", summary: "What comes next, and how far it is" },
	{ name: "logs", usage: "/logs [NAME] [LINES]", summary: "The last lines of its log" },
	{ name: "handover", usage: "/handover", summary: "What was done, decided and left waiting" },
	{ name: "help", usage: "/help", summary: "What you can say here" },
] as const;

export type ChatCommandName = (typeof CHAT_COMMANDS)[number]["name"];
