package dev.countersign.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * Stays the request when the application calls {@code startAsync()} without arguments: the asynchronous part would
 * otherwise get the container's own request, which has no client and still shows the credentials. Not thread-safe, like
 * any request.
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
