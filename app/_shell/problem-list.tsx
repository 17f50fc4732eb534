import { CircleX, TriangleAlert } from "lucide-react";
import type { Problem } from "../../server/contract/state.ts";
import { AppLink } from "../_navigation/app-link.tsx";
import { classNames } from "../_ui/class-names.ts";
import { SafeText } from "../_ui/safe-text.tsx";
import { RelativeTime } from "../_ui/time.tsx";
import { count } from "../_words/quantity.ts";
import { Strip } from "./strip.tsx";

interface Props {
	problems: readonly Problem[];
	/** On a narrow screen several are one line that opens, because each would take a seventh of it. */
	narrow: boolean;
}

/** What the dashboard reports to be wrong. */
export function ProblemList({ problems, narrow }: Props) {
	if (problems.length === 0) return null;
	return (
		<section aria-label="Problems" className="flex-none">
			{narrow && problems.length > 1 ? <Folded problems={problems} /> : <Whole problems={problems} />}
		</section>
	);
}

function Folded({ problems }: Pick<Props, "problems">) {
	const error = problems.some(({ severity }) => severity === "error");
	return (
		<details className="group">
			<summary className="-outline-offset-2">
				<Strip tone={error ? "bad" : "warn"} icon={<SeverityIcon error={error} />}>
					<b className="font-semibold">{count(problems.length, "problem")}</b>{" "}
					<span aria-hidden="true" className="inline-block transition-transform group-open:rotate-90">
						›
					</span>
				</Strip>
			</summary>
			<Whole problems={problems} scrolls />
		</details>
	);
}

function Whole({ problems, scrolls = false }: Pick<Props, "problems"> & { scrolls?: boolean }) {
	return (
		<ul
			// Many of them scroll, and are to be scrolled by keyboard too.
			tabIndex={scrolls ? 0 : undefined}
			className={classNames(scrolls && "max-h-[40dvh] overflow-y-auto overscroll-contain -outline-offset-2")}
		>
			{problems.map((problem) => (
				<li key={problem.id}>
					<ProblemNotice problem={problem} />
				</li>
			))}
		</ul>
	);
}

function ProblemNotice({ problem }: { problem: Problem }) {
	const error = problem.severity === "error";
	return (
		<Strip tone={error ? "bad" : "warn"} icon={<SeverityIcon error={error} />}>
			<b className="font-semibold">{error ? "Error: " : "Warning: "}</b>
			<SafeText text={problem.text} /> <RelativeTime at={problem.since} className="text-small text-ink-2" />
			{problem.page && (
				<>
					{" "}
					<AppLink href={problem.page} className="underline underline-offset-2">
						{problem.page.includes("/dossiers") ? "Dossier" : "Show"}
					</AppLink>
				</>
			)}
		</Strip>
	);
}

function SeverityIcon({ error }: { error: boolean }) {
	const Icon = error ? CircleX : TriangleAlert;
	return <Icon aria-hidden="true" size={16} strokeWidth={1.75} />;
}
