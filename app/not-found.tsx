import { AppLink } from "./_navigation/app-link.tsx";
import { buttonClass } from "./_ui/button.tsx";

export default function NotFound() {
	return (
		<div className="grid max-w-[68ch] content-start gap-3 p-4 desk:p-6">
			<h1 className="text-title font-strong">There is no page here</h1>
			<p className="text-ink-2">The address may be mistyped, or belong to another version of Nightshift.</p>
			<p>
				<AppLink href="/" className={buttonClass("primary")}>
					Go to the overview
				</AppLink>
			</p>
		</div>
	);
}
