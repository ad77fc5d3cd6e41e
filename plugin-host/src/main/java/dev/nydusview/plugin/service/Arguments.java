package dev.nydusview.plugin.service;

import tools.jackson.databind.JsonNode;

/** Arguments of a plugin's call of a function. */
public final class Arguments {
    private final JsonNode values;
    private final int size;

    Arguments(JsonNode values, int size) {
        this.values = values;
        this.size = size;
    }

    /** Fails if there are not {@code count} arguments. Call it before {@link #at}. */
    public Arguments expect(int count) throws ServiceException {
        if (values.size() != count) {
            throw new ServiceException(
                    "takes " + count + (count == 1 ? " argument" : " arguments") + ", not " + values.size());
        }
        return this;
    }

    /** Returns the argument at {@code index}, from 0; a missing node if the call has fewer. */
    public JsonNode at(int index) {
        return values.path(index);
    }

    /** Bytes of the request, so of all arguments at most. */
    public int size() {
        return size;
    }
}
