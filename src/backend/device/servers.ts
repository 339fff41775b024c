/** Implements how workspaces are joined with hosted servers, left, and added to. */
import { implement } from '@orpc/server'
import { AppError, deviceContract } from '../../contract/index.ts'

export function createServersRouter() {
  const os = implement(deviceContract.servers)
  const later = () => {
    throw new AppError('server_unreachable')
  }
  return os.router({
    requestCode: os.requestCode.handler(later),
    verifyCode: os.verifyCode.handler(later),
    join: os.join.handler(later),
    leave: os.leave.handler(later),
    copyDocuments: os.copyDocuments.handler(later),
    promote: os.promote.handler(later),
  })
}
