package dev.countersign.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * Stays in force when the application goes on asynchronously: {@code startAsync()} without arguments would go on with the container's own request, which
 * has no client and still shows the credentials. As thread-safe as any request: not.
 */
final class AsyncKeepingRequest extends HttpServletRequestWrapper {

    private final ServletResponse response;

    AsyncKeepingRequest(HttpServletRequest request, ServletResponse response) {
        super(request);
        this.response = response;
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
