import { Logs } from "../_features/logs/logs.tsx";

export default function LogsPage() {
	return <Logs />;
}
