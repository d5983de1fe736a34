/** What makes an app of a web framework, by its last name. */
export const WEB_APP = /(?:^|\.)(?:FastAPI|Starlette|FastHTML|Litestar|Quart|Flask|Dash|Bottle)$/;

/** What takes routes, and is an app or becomes part of one. */
export const TAKES_ROUTES = new RegExp(`${WEB_APP.source}|(?:^|\\.)(?:APIRouter|Blueprint)$`);
