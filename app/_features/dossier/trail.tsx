import { AppLink } from "../../_navigation/app-link.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { dossiersPage } from "./paths.ts";

/** Where one is, and the way back. */
export function Trail({ name, inOne = false }: { name: string; inOne?: boolean }) {
	const link = "text-accent hover:underline";
	return (
		<nav aria-label="Where this is" className="text-small text-ink-2">
			<AppLink href={`/?daemon=${encodeURIComponent(name)}`} className={link}>
				<SafeText text={name} />
			</AppLink>
			<span aria-hidden="true"> / </span>
			{inOne ? (
				<AppLink href={dossiersPage(name)} className={link}>
					Dossiers
				</AppLink>
			) : (
				<span aria-current="page">Dossiers</span>
			)}
		</nav>
	);
}
