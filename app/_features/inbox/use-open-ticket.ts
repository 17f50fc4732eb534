"use client";

import { useState } from "react";
import type { Question } from "../../../server/contract/question.ts";

/**
 * The question on the right: the one in the address, else the first. Once shown it stays, also when somebody else
 * answers it: what one is reading does not change under one's eyes. `release` lets it go.
 */
export function useOpenTicket(tab: string, ticket: string | null, list: readonly Question[]) {
	const [held, setHeld] = useState<{ tab: string; ticket: string } | null>(null);
	/** Answered here: it may still be in the list and in the address for a moment. */
	const [gone, setGone] = useState<{ tab: string; ticket: string | null } | null>(null);
	const done = gone?.tab === tab ? gone.ticket : null;
	const kept = held?.tab === tab ? held.ticket : null;
	const first = list.find((one) => one.ticket !== done)?.ticket ?? null;
	const open = ticket ?? kept ?? first;
	if (open !== null && open !== kept && open !== done) setHeld({ tab, ticket: open });
	const release = () => {
		setGone({ tab, ticket: open });
		setHeld(null);
	};
	return { open, release };
}
