/** The default limit of a server or proxy on request headers. */
export interface ProxyLimit {
  name: string;
  /** The setting to change; absent where there is none. */
  setting?: string;
  /** Of one header field with its name, or of all together. */
  of: 'field' | 'all';
  bytes: number;
}

/**
 * Smallest first.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestfieldsize
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * @see https://nodejs.org/docs/latest-v20.x/api/cli.html#--max-http-header-sizesize
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto
 */
export const PROXY_LIMITS: readonly ProxyLimit[] = [
  {
    name: 'Apache httpd',
    setting: 'LimitRequestFieldSize',
    of: 'field',
    bytes: 8190,
  },
  {
    name: 'nginx',
    setting: 'large_client_header_buffers',
    of: 'field',
    bytes: 8192,
  },
  {
    name: 'AWS Application Load Balancer',
    of: 'field',
    bytes: 16_384,
  },
  {
    name: 'Node.js',
    setting: '--max-http-header-size',
    of: 'all',
    bytes: 16_384,
  },
  {
    name: 'Envoy',
    setting: 'max_request_headers_kb',
    of: 'all',
    bytes: 61_440,
  },
];
