import { expect, test } from 'vitest'
import { providerFetch } from './provider-fetch.ts'

test.each(['http://id.example.org/token', 'ftp://id.example.org/', 'http://127.0.0.1.evil.test/'])(
  'a provider is not asked without TLS: %s',
  async (address) => {
    await expect(providerFetch(address)).rejects.toThrow(/has no TLS/)
    await expect(providerFetch(new Request(address.replace('ftp', 'http')))).rejects.toThrow(/TLS/)
  },
)
