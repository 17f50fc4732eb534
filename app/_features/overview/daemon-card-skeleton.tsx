import { Panel } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";

/** The card before the first state has come, as tall as it will be. */
export function DaemonCardSkeleton() {
	return (
		<Panel labelledBy="daemon">
			<h2 id="daemon" className="sr-only">
				Daemon, loading
			</h2>
			<div className="grid h-17.5 content-center gap-2 border-b border-line px-4">
				<Skeleton className="h-4 w-48" />
				<Skeleton className="w-64" />
			</div>
			<div className="grid h-14 grid-cols-4 items-center border-b border-line">
				{["wanted", "phase", "health", "activity"].map((fact) => (
					<Skeleton key={fact} className="mx-4" />
				))}
			</div>
			<div className="grid h-56 content-start gap-3 border-b border-line px-4 py-4">
				<Skeleton className="h-4 w-3/4" />
				<Skeleton className="h-1 w-full" />
				<Skeleton className="w-1/2" />
				<Skeleton className="w-2/5" />
			</div>
			<div className="h-29" />
		</Panel>
	);
}
