/**
 * An agent after the A2A protocol 1.0, and a registry of agents.
 *
 * <pre>
 *   card      GET /.well-known/agent-card.json   AgentCard
 *   JSON-RPC  POST /a2a                          Agent ── AgentTasks (bounded) ── AgentTask
 *   registry  /agents                            Registry (bounded)
 * </pre>
 *
 * <p>It thinks for a settable time or number of polls, then echoes what it was told. Knows nothing
 * of sockets; the upstream serves it. Safe for any thread.
 */
@NullMarked
package dev.barrage.testbed.agent;

import org.jspecify.annotations.NullMarked;
