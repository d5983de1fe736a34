import modal

app = modal.App('tabs')


@app.cls(cpu=2)
class Counter:
	@modal.enter()
	def load(self):
		self.n = 1

	@modal.method()
	def add(self, x: int = 2, y: 'int' = 3):
		# adds
		return self.n + x + y


@app.function()
def twice(x):
	return x * 2


@app.local_entrypoint()
def main(n: int = 1):
	print(twice.remote(n))
	print(Counter().add.remote(x=n))
