"use client";

import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Rule, RuleChange, RuleList } from "../../../server/contract/rule.ts";
import { patchJson, postJson } from "../../_live/http.ts";
import { useLiveState } from "../../_live/store.ts";
import { type Fetched, useFetched } from "../../_live/use-fetched.ts";

const RULES = "/api/v1/rules";

/** All rules and what config.json says, read again whenever one was made, used, changed or revoked. */
export function useRules(): Fetched<RuleList> {
	const revision = useLiveState(({ revisions }) => ownEntry(revisions, "rules") ?? 0, 0);
	const daemons = useLiveState((state) => state.daemons.map(({ name }) => name).join("\n"), "");
	return useFetched<RuleList>(`${RULES}?all=1`, `${revision} ${daemons}`);
}

/** Throws `HttpError`. What it does is shown when it arrives as a revision. */
export function changeRule({ id }: Rule, change: RuleChange): Promise<Rule> {
	return patchJson<Rule>(`${RULES}/${encodeURIComponent(id)}`, change);
}

/** Likewise. */
export function revokeRule({ id }: Rule): Promise<Rule> {
	return postJson<Rule>(`${RULES}/${encodeURIComponent(id)}/revoke`, {});
}
