"use client";

import { useCallback, useEffect, useState } from "react";
import { announce } from "../../_ui/announcer.tsx";
import { canPush, ownFingerprint, turnPushOff, turnPushOn } from "./push.ts";

interface OwnBrowser {
	/** Null: it is not known yet. */
	can: boolean | null;
	/** How the dashboard names it; null: it gets no push messages. */
	fingerprint: string | null;
	pending: boolean;
	/** Why the last click came to nothing, in a sentence. */
	refusal: string | null;
	turnOn(publicKey: string): void;
	turnOff(): void;
}

/** Whether this browser takes push messages, and what changes that. */
export function useOwnBrowser(): OwnBrowser {
	const [can, setCan] = useState<boolean | null>(null);
	const [fingerprint, setFingerprint] = useState<string | null>(null);
	const [pending, setPending] = useState(false);
	const [refusal, setRefusal] = useState<string | null>(null);
	const look = useCallback(async () => setFingerprint(canPush() ? await ownFingerprint() : null), []);
	useEffect(() => {
		setCan(canPush());
		look().catch((error: unknown) => setRefusal(inWords(error)));
	}, [look]);
	const act = async (work: () => Promise<void>, done: string) => {
		if (pending) return;
		setPending(true);
		setRefusal(null);
		try {
			await work();
			announce(done);
		} catch (error) {
			setRefusal(inWords(error));
		} finally {
			await look().catch(() => undefined); // the reason is there already
			setPending(false);
		}
	};
	return {
		can,
		fingerprint,
		pending,
		refusal,
		turnOn: (publicKey) => void act(() => turnPushOn(publicKey), "This browser gets push messages."),
		turnOff: () => void act(turnPushOff, "This browser gets no push messages any more."),
	};
}

function inWords(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
