import { redirect } from 'next/navigation'

export default function IamPage(): never {
  redirect('/iam/members')
}
