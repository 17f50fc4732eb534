"use client";

import type { Conversation } from "../../../server/contract/chat.ts";
import { useLiveState } from "../../_live/store.ts";
import { type Fetched, useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";

const PAUSE_MS = 700;

/** All conversations, read again when one of them, or the daemons, have changed. */
export function useConversations(): Fetched<{ conversations: Conversation[] }> {
	const version = useLiveState(({ revisions, daemons }) => {
		const chats = Object.entries(revisions).filter(([topic]) => topic.startsWith("chat:"));
		return [...chats.map(([topic, revision]) => `${topic} ${revision}`), ...daemons.map(({ name }) => name)].join("|");
	}, "");
	return useFetched("/api/v1/chat", useSlowly(version, PAUSE_MS));
}
