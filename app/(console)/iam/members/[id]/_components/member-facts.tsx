import { Fact } from '@/components/iam/facts.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { MemberDto } from '@/lib/iam/members/schema.ts'

function signsInBy({ hasPassword, isFromOidc }: MemberDto): string {
  if (hasPassword && isFromOidc) return 'Password or OpenID Connect'
  if (isFromOidc) return 'OpenID Connect'
  return hasPassword ? 'Password' : 'Not yet chosen'
}

export function MemberFacts({ member }: { member: MemberDto }) {
  return (
    <Card title="Facts" padded={false}>
      <dl className="divide-y divide-border">
        <Fact label="E-mail">
          <span className="break-all">{member.email}</span>
        </Fact>
        <Fact label="Signs in by">{signsInBy(member)}</Fact>
        <Fact label="Last sign-in">
          {member.lastSignInAt ? <RelativeTime at={member.lastSignInAt} /> : 'Never'}
        </Fact>
        <Fact label="Created">
          <RelativeTime at={member.createdAt} />
        </Fact>
        {member.tags.length > 0 && (
          <Fact label="Tags">
            <span className="flex flex-wrap gap-1.5">
              {member.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
        <Fact label="ID">
          <span className="flex items-center gap-1">
            <span className="min-w-0 font-mono text-xs break-all">{member.id}</span>
            <CopyButton text={member.id} label="Copy ID" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}
