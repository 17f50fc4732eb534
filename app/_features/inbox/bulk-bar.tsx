"use client";

import type { Option, Question } from "../../../server/contract/question.ts";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { bulkPlan, commonOptions } from "./bulk-plan.ts";
import type { VerdictKey } from "./verdict-keys.ts";

interface Props {
	selected: readonly Question[];
	/** The others in the list that have the same options. */
	alike: number;
	onAlike: () => void;
	onAnswer: (key: VerdictKey | number) => void;
	onSnooze: () => void;
	onClear: () => void;
}

/** So many options get a button; the others have their digit. */
const BUTTONS = 4;

/** What can be done with several questions at once. */
export function BulkBar({ selected, alike, onAlike, onAnswer, onSnooze, onClear }: Props) {
	const options = commonOptions(selected);
	const fits = (key: VerdictKey) => "answers" in bulkPlan(selected, key);
	return (
		<section aria-label="Selected questions" className="grid flex-none gap-2 border-t border-line bg-raise px-3 py-2.5">
			<p className="flex items-center gap-2">
				<b className="flex-1 font-semibold">{selected.length} selected</b>
				{alike > 0 && (
					<Button size="small" look="quiet" onClick={onAlike}>
						and {alike} alike
					</Button>
				)}
				<Button size="small" look="quiet" onClick={onClear}>
					Clear <KeyHint keys="Esc" />
				</Button>
			</p>
			<div className="flex flex-wrap gap-1.5">
				{options.slice(0, BUTTONS).map((option, index) => (
					<OptionButton key={option.id} option={option} digit={index + 1} onAnswer={onAnswer} />
				))}
				{options.length === 0 && fits("a") && (
					<Button size="small" onClick={() => onAnswer("a")}>
						Approve… <KeyHint keys="a" />
					</Button>
				)}
				{options.length === 0 && fits("d") && (
					<Button size="small" onClick={() => onAnswer("d")}>
						Decline… <KeyHint keys="d" />
					</Button>
				)}
				{fits("e") && (
					<Button size="small" onClick={() => onAnswer("e")}>
						As suggested… <KeyHint keys="e" />
					</Button>
				)}
				<Button size="small" onClick={onSnooze}>
					Snooze… <KeyHint keys="h" />
				</Button>
			</div>
		</section>
	);
}

function OptionButton({ option, digit, onAnswer }: { option: Option; digit: number } & Pick<Props, "onAnswer">) {
	return (
		<Button size="small" onClick={() => onAnswer(digit)} className="max-w-full">
			<span className="truncate">
				<SafeText text={`${option.label}…`} mode="code" />
			</span>
			<KeyHint keys={String(digit)} />
		</Button>
	);
}
