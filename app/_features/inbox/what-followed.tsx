import type { Aftermath, Question } from "../../../server/contract/question.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";

/** So many commits are named. */
const NAMED = 8;

/** What was done since a decision was handed over: what would have to be undone. */
export function WhatFollowed({ question, aftermath }: { question: Question; aftermath: Aftermath }) {
	const { commits, toolCalls, tasks, takenAt } = aftermath;
	const sums = [
		commits.length > 0 ? count(commits.length, "commit") : null,
		toolCalls > 0 ? count(toolCalls, "tool call") : null,
		tasks.length > 0 ? `work on ${tasks.join(", ")}` : null,
	].filter((one) => one !== null);
	return (
		<div className="grid gap-2">
			<p>
				{question.daemon ? <SafeText text={question.daemon} /> : "The script"} took this decision{" "}
				{takenAt && <RelativeTime at={takenAt} />}.{" "}
				{sums.length === 0 ? (
					"Nothing is known to have followed from it."
				) : (
					<>
						Since then: <SafeText text={sums.join(", ")} />.
					</>
				)}
			</p>
			{commits.length > 0 && (
				<ul className="grid gap-1 text-small">
					{commits.slice(0, NAMED).map((commit) => (
						<li key={`${commit.at} ${commit.title}`} className="flex min-w-0 items-baseline gap-2">
							<span className="min-w-0 break-words">
								<SafeText text={commit.title} />
							</span>
							<RelativeTime at={commit.at} className="flex-none text-ink-2" />
						</li>
					))}
					{commits.length > NAMED && <li className="text-ink-2">and {commits.length - NAMED} more</li>}
				</ul>
			)}
		</div>
	);
}
