/** Members of `fal.App`: a method of that name would take the place of fal's own (facts: reserved names; checked in test/web.test.ts). */
export const RESERVED: ReadonlySet<string> = new Set(
  `
  app_auth app_files app_files_context_dir app_files_ignore app_name build_metadata collect_routes
  concurrency_buffer concurrency_buffer_perc current_request data_mounts get_endpoints
  get_health_check_config handle_exit health host_kwargs image isolate_channel kind lifespan
  local_file_path local_python_modules machine_type max_concurrency max_multiplexing metrics_port
  min_concurrency num_gpus openapi provide_hints regions request_timeout requirements
  requirements_context_dir retry_config run_local scaling_delay secrets serve setup
  skip_retry_conditions spawn startup_timeout teardown termination_grace_period_seconds version
`
    .trim()
    .split(/\s+/),
);

/** The name of an endpoint's method: a trailing underscore sets it apart from fal's own. */
export function freeName(method: string): string {
  return RESERVED.has(method) ? `${method}_` : method;
}
