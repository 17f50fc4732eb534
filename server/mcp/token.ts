import { createHmac } from "node:crypto";

/**
 * The token for agents, which opens the inbox over MCP and nothing else: whoever has the whole token can also answer, and
 * an agent must not answer itself. Nothing is stored: it follows from the token, and ends with it.
 */
export function mcpTokenOf(token: string): string {
	return `mcp_${createHmac("sha256", token).update("nightshift token for mcp alone").digest("base64url")}`;
}
