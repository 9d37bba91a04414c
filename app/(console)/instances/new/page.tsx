import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { generatePassword } from '@/components/form/generate-password.ts'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { cidrOfAddress } from '@/lib/allowed-ips/cidr.ts'
import { consoleContext } from '@/lib/auth/context.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'
import { getCreateOptions } from '@/lib/instances/queries.ts'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { readAccess, readListedProjectId } from '../../session.ts'
import { CreateView } from './_components/create-view.tsx'
import { suggestName } from './suggest-name.ts'

export const metadata: Metadata = { title: 'Create instance' }

export default async function CreateInstancePage() {
  const { projects } = await readAccess()
  const listedId = await readListedProjectId()
  const permitted = projects.some(
    ({ id, allowedActions }) =>
      (listedId === undefined || id === listedId) && allowedActions.includes('instance.create'),
  )
  return (
    <>
      <PageHeader crumbs={[{ label: 'Instances', href: '/instances' }]} title="Create instance" />
      {permitted ? (
        <Hydrate reads={[[instanceKeys.createOptions, await runQuery(getCreateOptions, {})]]}>
          <CreateView
            suggestedName={suggestName()}
            suggestedPassword={generatePassword()}
            ownCidr={cidrOfAddress((await consoleContext()).address)}
          />
        </Hydrate>
      ) : (
        <EmptyState kind="forbidden" title="You may not create instances here">
          This needs {permissionSetFor('instance.create')}. Ask an owner of the organization for it.
        </EmptyState>
      )}
    </>
  )
}
