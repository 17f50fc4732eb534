import type { Question } from "../../../server/contract/question.ts";
import type { Draft } from "./draft.ts";
import { FormInputs } from "./form-inputs.tsx";
import { OptionCards } from "./option-cards.tsx";
import { TextArea } from "./text-area.tsx";

interface Props {
	question: Question;
	draft: Draft;
	/** The keys that send an option are shown beside it. */
	keys: boolean;
	onChange: (part: Partial<Draft>) => void;
}

/** What an answer to a question of this kind is made with. */
export function AnswerInputs({ question, draft, keys, onChange }: Props) {
	const { kind } = question;
	return (
		<>
			{kind !== "text" && kind !== "form" && (
				<OptionCards
					question={question}
					keys={keys}
					chosen={draft.chosen}
					onChange={(chosen) => onChange({ chosen })}
				/>
			)}
			{kind === "text" && (
				<TextArea label="Your answer" rows={5} value={draft.text} onChange={(text) => onChange({ text })} />
			)}
			{kind === "form" && <FormInputs question={question} draft={draft} onChange={onChange} />}
			{kind !== "text" && (
				<TextArea
					label="Comment"
					placeholder="Add a word to it (optional)"
					rows={2}
					value={draft.comment}
					onChange={(comment) => onChange({ comment })}
				/>
			)}
		</>
	);
}
