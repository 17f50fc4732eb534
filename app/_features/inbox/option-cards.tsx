"use client";

import type { Option, Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { classNames } from "../../_ui/class-names.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { approvingOption, decliningOption } from "./verdict.ts";

interface Props {
	question: Question;
	chosen: string[];
	/** A key chooses or sends each; else they are only clicked. */
	keys: boolean;
	onChange: (chosen: string[]) => void;
}

/** The options as large native radio buttons or check boxes, the first nine with a digit to press. */
export function OptionCards({ question, chosen, keys, onChange }: Props) {
	const several = question.kind === "multi";
	const approving = approvingOption(question);
	const declining = decliningOption(question);
	const toggle = (id: string, on: boolean) => {
		if (!several) onChange([id]);
		else onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
	};
	return (
		<fieldset className="grid min-w-0 gap-2">
			<legend className="sr-only">{visibleText(question.title)}</legend>
			{question.options.map((option, index) => (
				<OptionCard
					key={option.id}
					option={option}
					type={several ? "checkbox" : "radio"}
					group={question.ticket}
					digit={keys && index < 9 ? index + 1 : null}
					verdict={!keys ? null : option === approving ? "a" : option === declining ? "d" : null}
					checked={chosen.includes(option.id)}
					onToggle={(on) => toggle(option.id, on)}
				/>
			))}
		</fieldset>
	);
}

interface CardProps {
	option: Option;
	type: "radio" | "checkbox";
	group: string;
	digit: number | null;
	/** The single key that sends this one at once. */
	verdict: "a" | "d" | null;
	checked: boolean;
	onToggle: (on: boolean) => void;
}

function OptionCard({ option, type, group, digit, verdict, checked, onToggle }: CardProps) {
	return (
		<label
			className={classNames(
				"grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 rounded-lg border bg-panel px-3.5 py-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
				checked ? "border-accent ring-1 ring-accent" : "border-line-strong hover:border-control-line",
			)}
		>
			<input
				type={type}
				name={group}
				data-option
				checked={checked}
				onChange={(event) => onToggle(event.target.checked)}
				className="size-4 accent-accent outline-none"
			/>
			<span className="min-w-0 break-words">
				<b className="font-semibold">
					<SafeText text={option.label} mode="code" />
				</b>
				{option.recommended && <span className="text-ink-2"> · suggested</span>}
				{option.description && (
					<span className="block whitespace-pre-line text-ink-2">
						<SafeText text={option.description} />
					</span>
				)}
			</span>
			<span aria-hidden="true" className="flex gap-1">
				{verdict && <KeyHint keys={verdict} />}
				{digit !== null && <KeyHint keys={String(digit)} />}
			</span>
		</label>
	);
}
