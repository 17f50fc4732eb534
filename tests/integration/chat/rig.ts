import type { Paths } from "../../../server/config/paths.ts";
import { settlePerson } from "../../../server/config/person-schema.ts";
import { settleAgent } from "../../../server/config/settle-work.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import type { ChatMessage, ChatPage } from "../../../server/contract/chat.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { scripted } from "../agents/harness.ts";

export interface Talk {
	dashboard: TestDashboard;
	paths: Paths;
	send(text: string, key?: string): Promise<ChatMessage[]>;
	page(query?: string): Promise<ChatPage>;
	/** The messages once they fit. */
	until(fits: (messages: ChatMessage[]) => boolean): Promise<ChatMessage[]>;
	/** One message once it fits. */
	message(id: number, fits: (message: ChatMessage) => boolean): Promise<ChatMessage>;
}

/** A dashboard with one daemon, to talk with. @param undo in ms: how long an order can be undone */
export async function talkRig({
	name = "worker",
	undo = 0,
	changes = {},
	paths,
}: {
	name?: string;
	undo?: number;
	changes?: Partial<DaemonConfig>;
	paths?: Paths;
} = {}): Promise<Talk> {
	const home = paths ?? (await tempHome());
	const daemon = daemonConfig(node("sleeper.mjs"), { name, ...changes });
	const dashboard = await startDashboard([daemon], home, undefined, { ...settlePerson(), undoMs: undo });
	return talkWith(dashboard, name);
}

/** The same daemon with an agent: the scripted one, in these modes. */
export function withAgent(folder: string, ...modes: string[]): Partial<DaemonConfig> {
	return { workspace: folder, agent: settleAgent({ command: scripted(...modes) }) };
}

export function talkWith(dashboard: TestDashboard, name: string): Talk {
	const page = async (query = "") => {
		const { status, body } = await dashboard.api<ChatPage>(`/chat/${name}/messages${query}`);
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body;
	};
	const until: Talk["until"] = (fits) =>
		eventually(async () => {
			const { messages } = await page();
			return fits(messages) ? messages : null;
		});
	return {
		dashboard,
		paths: dashboard.paths,
		async send(text, key) {
			const { status, body } = await dashboard.api<{ messages: ChatMessage[] }>(`/chat/${name}/messages`, {
				body: { text, ...(key !== undefined && { key }) },
			});
			if (status !== 201) throw new Error(JSON.stringify(body));
			return body.messages;
		},
		page,
		until,
		message: async (id, fits) => {
			const found = await eventually(async () => {
				const { messages } = await page(`?ids=${id}`);
				return messages[0] && fits(messages[0]) ? messages[0] : null;
			});
			return found;
		},
	};
}
