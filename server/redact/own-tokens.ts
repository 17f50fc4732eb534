import { mcpTokenOf } from "../mcp/token.ts";
import type { Environment } from "./secret-values.ts";

/**
 * What opens the dashboard, all of it or the inbox for agents, under names that say that it is secret: for whoever blots
 * out secrets.
 * @param token the dashboard's, as it is now; null when there is none
 */
export function ownTokens(token: string | null): Environment {
	return token === null ? {} : { NIGHTSHIFT_TOKEN: token, NIGHTSHIFT_MCP_TOKEN: mcpTokenOf(token) };
}
