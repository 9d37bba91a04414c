/** Where a user's new password waits, sealed, until the agent has given it to the engine. */
export function passwordSecret(
  instanceId: string,
  user: string,
): { ownerId: string; name: string } {
  return { ownerId: `instance:${instanceId}`, name: `user-password:${user}` }
}
