import type { Question } from "../../../server/contract/question.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { answerText } from "../../_words/question-words.ts";

/** Confirms the answer just given, above what comes next. */
export function LastAnswer({ question }: { question: Question }) {
	return (
		<p className="flex items-center gap-2 border-b border-line bg-ok-soft px-4 py-2 text-small desk:px-8">
			<span className="text-ok">
				<StateShape shape="check" />
			</span>
			<span className="min-w-0 truncate">
				<SafeText text={`${question.ticket} is answered: ${answerText(question, question.answer)}`} />
			</span>
		</p>
	);
}
