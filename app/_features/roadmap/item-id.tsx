import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";

/** An item's name, and its second one when it has two. */
export function ItemId({ id, alias, className }: { id: string; alias?: string | null; className?: string }) {
	return (
		<span className={classNames("font-mono text-small whitespace-nowrap text-ink-2", className)}>
			<SafeText text={id} />
			{alias && (
				<span className="text-ink-3">
					{" · "}
					<SafeText text={alias} />
				</span>
			)}
		</span>
	);
}
