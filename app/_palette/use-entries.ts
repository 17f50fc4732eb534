"use client";

import { useEffect, useMemo, useState } from "react";
import type { Question } from "../../server/contract/question.ts";
import { visibleText } from "../../server/contract/visible-text.ts";
import { act } from "../_live/daemon-actions.ts";
import { useLiveState } from "../_live/store.ts";
import { useFetched } from "../_live/use-fetched.ts";
import { useGo } from "../_navigation/use-go.ts";
import { announce } from "../_ui/announcer.tsx";
import { controlsOf } from "../_words/control-words.ts";
import { KIND_WORDS, outcomeWords } from "../_words/question-words.ts";
import { type Entry, found } from "./entries.ts";

/** A page of the dashboard. */
export interface Page {
	href: string;
	label: string;
	key: string;
}

const NO_QUESTIONS: Question[] = [];
const SHOWN = 8;
/** So long after the last key the questions are searched. */
const PAUSE_MS = 120;

/** What fits the text: pages, what can be done with daemons now, and questions by their words. */
export function useEntries(text: string, pages: readonly Page[]): Entry[] {
	const go = useGo();
	const daemons = useControls();
	const questions = useQuestions(text);
	return useMemo(() => {
		const places = pages.map(
			({ href, label, key }): Entry => ({
				id: `page:${href}`,
				group: "Pages",
				label,
				hint: `g ${key}`,
				run: () => go(href),
			}),
		);
		const asked = questions.map(
			(question): Entry => ({
				id: `question:${question.ticket}`,
				group: "Questions",
				label: visibleText(question.title),
				hint: `${question.ticket} · ${question.status === "pending" ? KIND_WORDS[question.kind] : outcomeWords(question)}`,
				run: () => go(`/inbox?ticket=${encodeURIComponent(question.ticket)}`),
			}),
		);
		// The questions come last, as they come later: what is first must not be another one at the moment of Enter.
		return [...found([...places, ...daemons], text), ...asked];
	}, [text, pages, go, daemons, questions]);
}

/** Starts and stops, as far as they make sense now. */
function useControls(): Entry[] {
	// As one comparable string: the figures of the daemons change each second, what can be done with them seldom.
	const state = useLiveState(
		({ daemons }) =>
			JSON.stringify(
				daemons.map((daemon) => [daemon.name, controlsOf(daemon).map(({ verb, label }) => [verb, label])]),
			),
		"[]",
	);
	return useMemo(() => {
		const known = JSON.parse(state) as [name: string, controls: [verb: Parameters<typeof act>[1], label: string][]][];
		return known.flatMap(([name, controls]) =>
			controls.map(
				([verb, label]): Entry => ({
					id: `${verb}:${name}`,
					group: "Daemons",
					label: `${label} ${visibleText(name)}`,
					hint: "",
					run: () => {
						announce(`${label}: ${name}`);
						void act(name, verb);
					},
				}),
			),
		);
	}, [state]);
}

/** Without a text those that wait longest, else what the search finds. */
function useQuestions(text: string): readonly Question[] {
	const pending = useLiveState((state) => state.pending, NO_QUESTIONS);
	const sought = usePaused(text.trim());
	const query = new URLSearchParams({ q: sought, limit: String(SHOWN), brief: "1" });
	const result = useFetched<{ questions: Question[] }>(sought === "" ? null : `/api/v1/questions?${query}`);
	if (sought === "") return text.trim() === "" ? pending.slice(0, SHOWN) : NO_QUESTIONS;
	return result.status === "ready" ? result.value.questions : NO_QUESTIONS;
}

/** The text once nothing was typed for a moment. */
function usePaused(text: string): string {
	const [paused, setPaused] = useState(text);
	useEffect(() => {
		const pause = setTimeout(() => setPaused(text), PAUSE_MS);
		return () => clearTimeout(pause);
	}, [text]);
	return paused;
}
