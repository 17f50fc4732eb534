import { History } from "../_features/history/history.tsx";

export default function HistoryPage() {
	return <History />;
}
