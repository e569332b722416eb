"""``stretchplan batch``: a file of requests in, a file of answers out, in parts that outlive an interruption."""
