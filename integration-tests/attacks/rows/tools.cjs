exports.hasModule = name => {
  try {
    require(name);
    return true;
  } catch {
    return false;
  }
};

/** A response to its end. */
exports.ended = request =>
  new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('response', response => {
      response.on('end', () => resolve(response)).resume();
    });
  });
