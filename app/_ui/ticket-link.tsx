import { AppLink } from "../_navigation/app-link.tsx";
import { classNames } from "./class-names.ts";
import { SafeText } from "./safe-text.tsx";

/** Leads to a question in the inbox. */
export function TicketLink({ ticket, className }: { ticket: string; className?: string }) {
	return (
		<AppLink
			href={`/inbox?ticket=${encodeURIComponent(ticket)}`}
			className={classNames(
				"font-mono text-small whitespace-nowrap underline decoration-dotted underline-offset-3",
				className,
			)}
		>
			<SafeText text={ticket} />
		</AppLink>
	);
}

/** Two at most by name, the rest as a number. */
export function TicketLinks({ tickets }: { tickets: string[] }) {
	const named = tickets.slice(0, 2);
	return (
		<span className="inline-flex flex-wrap gap-x-1.5 text-wait">
			{named.map((ticket) => (
				<TicketLink key={ticket} ticket={ticket} />
			))}
			{tickets.length > named.length && <span>and {tickets.length - named.length} more</span>}
		</span>
	);
}
