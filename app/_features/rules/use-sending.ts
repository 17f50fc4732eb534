"use client";

import { useState } from "react";
import { announce } from "../../_ui/announcer.tsx";

interface Sending {
	pending: boolean;
	/** Why the last attempt came to nothing, in a sentence. */
	refusal: string | null;
	/** Does it, and says `done` to those who listen. Resolves with whether it was done. */
	send: (work: () => Promise<unknown>, done: string) => Promise<boolean>;
}

/** One attempt after the other at what a dialog is for. */
export function useSending(): Sending {
	const [pending, setPending] = useState(false);
	const [refusal, setRefusal] = useState<string | null>(null);
	const send = async (work: () => Promise<unknown>, done: string) => {
		if (pending) return false;
		setPending(true);
		setRefusal(null);
		try {
			await work();
			announce(done);
			return true;
		} catch (error) {
			setRefusal(error instanceof Error ? error.message : String(error));
			return false;
		} finally {
			setPending(false);
		}
	};
	return { pending, refusal, send };
}
