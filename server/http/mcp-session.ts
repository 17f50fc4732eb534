import { randomUUID } from "node:crypto";

/**
 * Sessions of MCP clients without a store: the id itself carries what the client called itself when it began. So an id
 * of before a restart is as good as a new one, and a client notices nothing.
 */
const PREFIX = "nightshift";

/** A new session's id, in visible ASCII as the protocol wants it. @param client as it is to be known, e.g. `claude-code` */
export function newMcpSession(client: string): string {
	return [PREFIX, randomUUID(), Buffer.from(client).toString("base64url")].join(".");
}

/** Who began the session; null for an id that is none of ours. */
export function clientOfMcpSession(id: string | null): string | null {
	const [prefix, unique, client, ...rest] = (id ?? "").split(".");
	if (prefix !== PREFIX || !unique || !client || rest.length > 0) return null;
	return Buffer.from(client, "base64url").toString("utf8") || null;
}
